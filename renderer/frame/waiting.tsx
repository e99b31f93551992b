import { useTranslation } from 'react-i18next';
import type { Failure } from '../../domain/failure.ts';
import { Problem } from '../controls/problem.tsx';

/** A screen on its way; shown only if it takes longer than a blink, with why if something made it wait. */
export function Waiting({ failure }: { readonly failure?: Failure | null | undefined }) {
  const { t } = useTranslation();
  if (failure)
    return (
      <main className="set-up">
        <section>
          <Problem failure={failure} meaning="waiting" />
        </section>
      </main>
    );
  return <p className="waiting-screen quiet">{t('loading')}</p>;
}
