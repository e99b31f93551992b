import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallerProof, callerProofs } from '../../domain/trust/temporary-code.ts';
import { Button } from '../controls/button.tsx';
import { Choices } from '../controls/choices.tsx';
import { Page } from '../controls/page.tsx';
import { CodeAbout } from './code-about.tsx';

interface CodeProofProps {
  readonly about: { readonly name: string; readonly detail: string };
  /** What is given to whom, where it is no temporary code. */
  readonly lead?: string;
  readonly onProof: (proof: CallerProof) => void;
  readonly onLeave: () => void;
}

/** How the controller knows who asks; any way but the four leads to a page that says no. */
export function CodeProof({ about, lead, onProof, onLeave }: CodeProofProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<CallerProof | 'other'>();
  const [asked, setAsked] = useState(false);
  const [isNo, setNo] = useState(false);
  if (isNo) {
    return (
      <Page title={t('acts.code.noTitle')}>
        <div className="act column">
          <CodeAbout about={about} />
          <p className="measure large">{t('acts.code.no')}</p>
          <div className="act-foot">
            <Button onPress={() => setNo(false)}>{t('acts.code.noBack')}</Button>
            <Button kind="main" keyName="Escape" onPress={onLeave}>
              {t('acts.leave')}
            </Button>
          </div>
        </div>
      </Page>
    );
  }
  return (
    <Page title={t('acts.code.title', { name: about.name })}>
      <form
        className="act column"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (chosen === 'other') setNo(true);
          else if (chosen !== undefined) onProof(chosen);
        }}
      >
        <CodeAbout about={about} />
        <p className="measure">{lead ?? t('acts.code.lead')}</p>
        <Choices
          label={t('acts.code.proof')}
          choices={[
            ...callerProofs.map((value) => ({ value, label: t(`acts.code.proofs.${value}`) })),
            { value: 'other' as const, label: t('acts.code.other'), hint: t('acts.code.otherHint') },
          ]}
          value={chosen}
          onChange={setChosen}
          fault={asked && chosen === undefined ? t('acts.code.proofMissing') : undefined}
        />
        <div className="act-foot">
          <Button keyName="Escape" onPress={onLeave}>
            {t('acts.leave')}
          </Button>
          <Button kind="main" type="submit" keyName="Enter">
            {t('acts.next')}
          </Button>
        </div>
      </form>
    </Page>
  );
}
