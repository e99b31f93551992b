import { useTranslation } from 'react-i18next';
import { asFailure } from '../../domain/failure.ts';
import { Button } from './button.tsx';
import { Problem } from './problem.tsx';

interface ListProblemProps {
  readonly query: { readonly error: Error | null; readonly refetch: () => unknown };
}

/** In a list's place when it cannot be read. */
export function ListProblem({ query }: ListProblemProps) {
  const { t } = useTranslation();
  return (
    <div>
      <Problem failure={asFailure(query.error)}>
        <Button onPress={() => void query.refetch()}>{t('list.again')}</Button>
      </Problem>
    </div>
  );
}
