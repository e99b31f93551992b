import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import { useAction } from '../keydesk.ts';
import { SetUpQuestion } from './set-up-question.tsx';

/** First run, 1 of 3: makes the vault, under the operating system's keystore or a passphrase. */
export function SetUpVault({ app }: { readonly app: AppState }) {
  const { t } = useTranslation();
  const passphrase = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const [isDifferent, setDifferent] = useState(false);
  const create = useAction('vault/create');
  const wantsPassphrase = app.keystore === 'passphrase';
  const make = async () => {
    if (passphrase.current?.value && !again.current?.value) return again.current?.focus();
    const first = takeSecret(passphrase.current);
    const second = takeSecret(again.current);
    try {
      const differ = !sameBytes(first, second);
      setDifferent(differ);
      if (!differ) await create.run({ passphrase: first });
    } finally {
      first.fill(0);
      second.fill(0);
      passphrase.current?.focus();
    }
  };
  return (
    <SetUpQuestion
      app={app}
      step={1}
      title={t('setUp.new.title')}
      lead={t('setUp.new.lead')}
      failure={create.failure}
      next={{ label: t('setUp.new.make'), run: () => void make(), busy: create.busy }}
    >
      {wantsPassphrase ? (
        <>
          <SecretField
            label={t('setUp.new.passphrase')}
            hint={t('setUp.new.hint')}
            inputRef={passphrase}
            fault={isDifferent ? t('setUp.new.different') : undefined}
            autoComplete="new-password"
            autoFocus
          />
          <SecretField label={t('setUp.new.again')} inputRef={again} autoComplete="new-password" />
        </>
      ) : (
        <p className="measure">{t('setUp.new.keystore')}</p>
      )}
    </SetUpQuestion>
  );
}

function sameBytes(first: Uint8Array, second: Uint8Array): boolean {
  return first.length === second.length && first.every((byte, place) => byte === second[place]);
}
