import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { SetUpQuestion } from './set-up-question.tsx';

/** The vault cannot be opened at all: says why and what is safe. */
export function SetUpFailed({ app }: { readonly app: AppState }) {
  const { t } = useTranslation();
  return (
    <SetUpQuestion
      app={app}
      title={t(app.failure?.code.startsWith('app/') ? 'setUp.failed.stopped' : 'setUp.failed.title')}
      lead={t('about.version', { version: app.version })}
      failure={app.failure ?? { code: 'vault/failed', context: {} }}
      next={{ label: t('failed.retry'), run: () => window.location.reload(), busy: false }}
    />
  );
}
