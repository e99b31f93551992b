import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../domain/failure.ts';
import { Problem } from '../controls/problem.tsx';
import { Progress } from '../controls/progress.tsx';

interface SeedFileAsideProps {
  readonly look: { readonly busy: boolean; readonly failure: Failure | undefined };
  readonly take: { readonly failure: Failure | undefined };
  readonly looking: string;
  readonly notYet: string;
  /** What was foreseen, once somebody looked. */
  readonly children: ReactNode;
}

/** Beside the file: what would happen, or why it cannot. */
export function SeedFileAside({ look, take, looking, notYet, children }: SeedFileAsideProps) {
  const { t } = useTranslation();
  return (
    <aside className="stack" aria-label={t('import.foreseen')}>
      <h2>{t('import.foreseen')}</h2>
      {look.busy ? (
        <Progress label={looking} />
      ) : (
        (children ?? (look.failure === undefined && <p className="quiet">{notYet}</p>))
      )}
      {look.failure !== undefined && <Problem failure={look.failure} />}
      {take.failure !== undefined && <Problem failure={take.failure} />}
    </aside>
  );
}
