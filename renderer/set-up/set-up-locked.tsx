import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { SecretField, takeSecret } from '../controls/secret-field.tsx';
import { useAction } from '../keydesk.ts';
import { SetUpQuestion } from './set-up-question.tsx';

/** Opens the vault again; what was under way goes on where it was. */
export function SetUpLocked({ app }: { readonly app: AppState }) {
  const { t } = useTranslation();
  const passphrase = useRef<HTMLInputElement>(null);
  const unlock = useAction('vault/unlock');
  const open = async () => {
    const typed = takeSecret(passphrase.current);
    try {
      await unlock.run({ passphrase: typed });
    } finally {
      typed.fill(0);
      passphrase.current?.focus();
    }
  };
  return (
    <SetUpQuestion
      app={app}
      title={t('setUp.locked.title')}
      lead={app.station === null ? t('setUp.locked.leadPlain') : t('setUp.locked.lead', { station: app.station.name })}
      failure={unlock.failure}
      next={{ label: t('setUp.locked.unlock'), run: () => void open(), busy: unlock.busy }}
    >
      {app.keystore === 'passphrase' && (
        <SecretField
          label={t('setUp.new.passphrase')}
          inputRef={passphrase}
          autoComplete="current-password"
          autoFocus
        />
      )}
    </SetUpQuestion>
  );
}
