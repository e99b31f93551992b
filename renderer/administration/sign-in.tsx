import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Administration } from '../../domain/contract/administration/session.ts';
import { Button } from '../controls/button.tsx';
import { useHeadingFocus } from '../controls/heading-focus.ts';
import { Problem } from '../controls/problem.tsx';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import { Sign } from '../controls/sign.tsx';
import { TextField } from '../controls/text-field.tsx';
import { type Action, useAction } from '../keydesk.ts';

interface SignInProps {
  readonly title: string;
  readonly lead: string;
  readonly state: Administration;
  /** Whose work waits behind it. */
  readonly kept: string | undefined;
}

/** Name and password for the server; then, where the server asks for it, a code of the administrator's own token. */
export function SignIn({ title, lead, state, kept }: SignInProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(kept ?? '');
  const secret = useRef<HTMLInputElement>(null);
  const signIn = useAction('administration/sign-in');
  const answer = useAction('administration/answer');
  const giveUp = useAction('administration/sign-out');
  const second = state.question !== null;
  const begin = useRef<HTMLInputElement>(null);
  // Not by autoFocus: react-aria waits with it after a link was followed by keyboard, and the heading would be first.
  useEffect(() => (second || begin.current === null ? secret.current : begin.current)?.focus(), [second]);
  const heading = useHeadingFocus(second ? 'second' : title);
  const go = async () => {
    const typed = takeSecret(secret.current);
    try {
      if (second) await answer.run({ code: typed });
      else await signIn.run({ name: name.trim(), password: typed });
    } finally {
      typed.fill(0);
      secret.current?.focus();
    }
  };
  const failure = (second ? answer : signIn).failure;
  const busy = signIn.busy || answer.busy;
  return (
    <div className="administration">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && (second || name.trim() !== '')) void go();
        }}
      >
        <h1 ref={heading} tabIndex={-1} className="question">
          {t('administration.title')}
        </h1>
        {state.ended !== null && (
          <Sign meaning="waiting">
            <span role="status">
              {t(`administration.ended.${state.ended}`)}{' '}
              {kept !== undefined && t('administration.kept', { name: kept })}
            </span>
          </Sign>
        )}
        <p>{second ? state.question : lead}</p>
        {failure !== undefined && <Problem failure={failure} />}
        {second ? (
          <SecretField
            key="code"
            label={t('administration.code')}
            inputRef={secret}
            autoComplete="one-time-code"
            mono
          />
        ) : (
          <>
            <TextField
              label={t('administration.name')}
              value={name}
              onChange={setName}
              {...(kept === undefined ? { inputRef: begin } : {})}
              autoComplete="username"
              maxLength={200}
            />
            <SecretField
              key="password"
              label={t('administration.password')}
              inputRef={secret}
              autoComplete="current-password"
            />
          </>
        )}
        <p className="quiet small">{t('administration.server', { server: state.server })}</p>
        <div className="foot">
          {second && <BackButton act={giveUp} />}
          <Button kind="main" type="submit" keyName="Enter" busy={busy} isDisabled={!second && name.trim() === ''}>
            {second ? t('administration.answer') : t('administration.signIn')}
          </Button>
        </div>
      </form>
    </div>
  );
}

function BackButton({ act }: { readonly act: Action<'administration/sign-out'> }) {
  const { t } = useTranslation();
  return (
    <Button busy={act.busy} onPress={() => void act.run()}>
      {t('administration.back')}
    </Button>
  );
}
