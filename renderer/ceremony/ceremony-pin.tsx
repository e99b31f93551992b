import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { holderName } from '../../domain/holder.ts';
import { Button } from '../controls/button.tsx';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { Problem } from '../controls/problem.tsx';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import { useAction } from '../keydesk.ts';
import { CeremonyStep } from './ceremony-step.tsx';
import { RecipientView } from './recipient-view.tsx';
import type { StepProps } from './step-props.ts';

/** Step 6: the recipient chooses the PIN; nobody else sees or keeps it. */
export function CeremonyPin(props: StepProps) {
  const { t } = useTranslation();
  const [turned, setTurned] = useState(true);
  const [language, setLanguage] = useState(props.app.settings.language);
  const name = props.ceremony.holder === undefined ? '' : holderName(props.ceremony.holder);
  if (!turned)
    return (
      <CeremonyStep
        {...props}
        title={t('ceremony.turnTo', { name })}
        lead={t('ceremony.pin.turnLead')}
        next={{ label: t('ceremony.turn'), run: () => setTurned(true) }}
      />
    );
  return (
    <RecipientView {...props} language={language} onLanguage={setLanguage} onBack={() => setTurned(false)}>
      <ChoosePin {...props} />
    </RecipientView>
  );
}

function ChoosePin({ ceremony }: StepProps) {
  const { t, i18n } = useTranslation();
  const heading = useHeadingFocus(i18n.language);
  const pin = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const set = useAction('ceremony/set-pin');
  const failure = set.failure ?? ceremony.problem;
  const send = async () => {
    if (pin.current?.value && !again.current?.value) return again.current?.focus();
    const request = { pin: takeSecret(pin.current), again: takeSecret(again.current) };
    try {
      await set.run(request);
      pin.current?.focus();
    } finally {
      request.pin.fill(0);
      request.again.fill(0);
    }
  };
  return (
    <form
      className="recipient"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!set.busy) void send();
      }}
    >
      <div className="recipient-body">
        <h1 ref={heading} tabIndex={-1}>
          {t('recipient.pin.title')}
        </h1>
        <p className="measure">{t('recipient.pin.why')}</p>
        {failure === undefined ? (
          <ul className="plain-list measure">
            <li>{t('recipient.pin.rule1')}</li>
            <li>{t('recipient.pin.rule2')}</li>
            <li>{t('recipient.pin.rule3')}</li>
          </ul>
        ) : (
          <Problem failure={failure} />
        )}
        <div className="pins">
          <SecretField
            label={t('recipient.pin.first')}
            hint={t('recipient.pin.hint')}
            inputRef={pin}
            autoFocus
            autoComplete="off"
          />
          <SecretField label={t('recipient.pin.second')} inputRef={again} autoComplete="off" />
        </div>
      </div>
      <div className="recipient-foot">
        <Button kind="main" type="submit" keyName="Enter" busy={set.busy}>
          {t('recipient.pin.set')}
        </Button>
      </div>
    </form>
  );
}
