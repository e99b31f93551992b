import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reply } from '../../domain/contract/ipc.ts';
import type { Failure } from '../../domain/failure.ts';
import type { TokenAct } from '../../domain/token-act.ts';
import { Button } from '../controls/button.tsx';
import { Choices } from '../controls/choices.tsx';
import { Page } from '../controls/page.tsx';
import { Problem } from '../controls/problem.tsx';
import { ActAbout } from './act-about.tsx';
import { ActFollows } from './act-follows.tsx';

interface ActConfirmProps {
  readonly act: TokenAct;
  readonly about: Reply<'acts/foresee'>;
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  readonly onBack: () => void;
  /** `office` is empty for an act that concerns no shelf. */
  readonly onGo: (office: string) => void;
}

/** What follows, on which shelf where there is a choice, and the verb. */
export function ActConfirm({ act, about, busy, failure, onBack, onGo }: ActConfirmProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const { offices } = about;
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
        {failure !== undefined && <Problem failure={failure} />}
        <div className="act-foot">
          <Button keyName="Escape" onPress={onBack}>
            {t(act === 'withdraw' ? 'acts.back' : 'acts.leave')}
          </Button>
          <Button
            kind={act === 'take-back' ? 'main' : 'refuse-main'}
            type="submit"
            keyName="Enter"
            busy={busy}
            autoFocus
          >
            {t(`acts.do.${act}`)}
          </Button>
        </div>
      </form>
    </Page>
  );
}
