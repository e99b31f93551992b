import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LoginTrial } from '../../domain/contract/administration/realms.ts';
import { announce } from '../controls/announcer.tsx';
import { Button } from '../controls/button.tsx';
import { Dialog } from '../controls/dialog.tsx';
import { Problem } from '../controls/problem.tsx';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useAction } from '../keydesk.ts';
import { TrialSteps } from './trial-steps.tsx';

/** What would come of a login: who is found where, what is right, which token and policy count. Nothing is used up. */
export function TryLogin({ realm, onClose }: { readonly realm: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const trial = useAction('realms/try-login');
  const [username, setUsername] = useState('');
  const [result, setResult] = useState<LoginTrial>();
  const password = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);
  const outcome = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (result === undefined) return;
    outcome.current?.focus();
    // The foot of the dialog lies over its end.
    outcome.current?.scrollIntoView({ block: 'start' });
    announce(t(`tryLogin.outcome.${result.outcome}`));
  }, [result, t]);
  const go = async () => {
    const [typed, shown] = [takeSecret(password.current), takeSecret(code.current)];
    try {
      const done = await trial.run({ realm, username: username.trim(), password: typed, code: shown });
      setResult(done?.value);
    } finally {
      typed.fill(0);
      shown.fill(0);
    }
  };
  return (
    <Dialog title={t('tryLogin.title', { realm })} isOpen onClose={onClose}>
      <form
        className="column"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!trial.busy && username.trim() !== '') void go();
        }}
      >
        <p className="measure">{t('tryLogin.lead')}</p>
        <TextField
          label={t('tryLogin.username')}
          value={username}
          onChange={setUsername}
          autoFocus
          autoComplete="off"
          maxLength={200}
        />
        <div className="two-fields">
          <SecretField
            label={t('tryLogin.password')}
            hint={t('tryLogin.passwordHint')}
            inputRef={password}
            autoComplete="off"
          />
          <SecretField
            label={t('tryLogin.code')}
            hint={t('tryLogin.codeHint')}
            inputRef={code}
            autoComplete="off"
            mono
          />
        </div>
        {trial.failure !== undefined && <Problem failure={trial.failure} />}
        {result !== undefined && <TrialSteps trial={result} headingRef={outcome} />}
        <div className="dialog-foot">
          <Button keyName="Escape" onPress={onClose}>
            {t('tryLogin.close')}
          </Button>
          <Button kind="main" type="submit" keyName="Enter" busy={trial.busy} isDisabled={username.trim() === ''}>
            {t('tryLogin.go')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
