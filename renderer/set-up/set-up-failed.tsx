import { useTranslation } from 'react-i18next';
import type { AppState } from '../../domain/contract/ipc.ts';
import { Problem } from '../controls/problem.tsx';
import { useAction } from '../keydesk.ts';
import { SetUpQuestion } from './set-up-question.tsx';

/** The vault cannot be opened at all: says why and what is safe, and brings back what lies beside a broken one. */
export function SetUpFailed({ app }: { readonly app: AppState }) {
  const { t } = useTranslation();
  const salvage = useAction('vault/salvage');
  const failure = app.failure ?? { code: 'vault/failed', context: {} };
  const { file, journal, records } = failure.context;
  const canSalvage = failure.code === 'vault/corrupt' && records !== undefined;
  const again = { label: t('failed.retry'), run: () => window.location.reload(), busy: false };
  const bringBack = { label: t('setUp.failed.salvage'), run: () => void salvage.run(), busy: salvage.busy };
  return (
    <SetUpQuestion
      app={app}
      title={t(failure.code.startsWith('app/') ? 'setUp.failed.stopped' : 'setUp.failed.title')}
      lead={t('about.version', { version: app.version })}
      failure={failure}
      next={canSalvage ? bringBack : again}
    >
      {canSalvage && <p className="measure">{t('setUp.failed.canSalvage', { count: Number(records) })}</p>}
      {journal !== undefined && (
        <dl className="facts">
          <dt>{t('setUp.failed.file')}</dt>
          <dd className="mono">{file}</dd>
          <dt>{t('setUp.failed.journal')}</dt>
          <dd className="mono">{journal}</dd>
        </dl>
      )}
      {salvage.failure !== undefined && <Problem failure={salvage.failure} />}
    </SetUpQuestion>
  );
}
