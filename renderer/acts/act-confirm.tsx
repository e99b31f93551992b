import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import type { Failure } from '../../domain/failure.ts';
import type { TokenAct } from '../../domain/token-act.ts';
import type { TypedCode } from '../ceremony/code-typing.ts';
import { Button } from '../controls/button.tsx';
import { Choices } from '../controls/choices.tsx';
import { Page } from '../controls/page.tsx';
import { Problem } from '../controls/problem.tsx';
import { ActAbout } from './act-about.tsx';
import { ActFollows } from './act-follows.tsx';
import { TouchProof } from './touch-proof.tsx';

interface ActConfirmProps {
  readonly act: TokenAct;
  readonly about: Reply<'acts/foresee'>;
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  readonly onBack: () => void;
  /** `office` is empty for an act that concerns no shelf. */
  readonly onGo: (office: string, typed?: TypedCode) => void;
}

/** What follows, on which shelf where there is a choice, and the verb. */
export function ActConfirm({ act, about, busy, failure, onBack, onGo }: ActConfirmProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const { offices } = about;
  // Somebody brings back what is theirs: it can still type a code that counts.
  const isReturn = act === 'take-back' && about.person !== null;
  const onShelf = act === 'take-back' || act === 'scrap';
  const [chosen, setChosen] = useState<string>();
  const office = offices.length === 1 ? offices[0]?.id : chosen;
  return (
    <Page title={t(`acts.title.${act}`)}>
      <form
        className="act column"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (!busy && (!onShelf || office !== undefined)) onGo(office ?? '');
        }}
      >
        <ActAbout about={about} />
        <ActFollows act={act} about={about} />
        {onShelf && offices.length > 1 && (
          <Choices
            label={t('acts.office')}
            choices={offices.map(({ id, name }) => ({ value: id, label: name }))}
            value={chosen}
            onChange={setChosen}
            fault={asked && office === undefined ? t('acts.officeMissing') : undefined}
          />
        )}
        {isReturn && (
          <TouchProof
            busy={busy}
            onCode={(typed) => {
              setAsked(true);
              if (!busy && office !== undefined) onGo(office, typed);
            }}
          />
        )}
        {failure !== undefined && <Problem failure={failure} />}
        <div className="act-foot">
          <Button keyName="Escape" onPress={onBack}>
            {t(act === 'withdraw' ? 'acts.back' : 'acts.leave')}
          </Button>
          <Button kind={act === 'take-back' ? 'main' : 'refuse-main'} type="submit" keyName="Enter" busy={busy}>
            {t(`acts.do.${act}`)}
          </Button>
        </div>
      </form>
    </Page>
  );
}
