import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Failure } from '../../domain/failure.ts';
import { Button } from '../controls/button.tsx';
import { Problem } from '../controls/problem.tsx';

/** Why a ceremony could not begin; when the controller is not one the server knows, with the way to choose one. */
export function BeginProblem({ failure }: { readonly failure: Failure | undefined }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  if (failure === undefined) return null;
  return (
    <Problem failure={failure}>
      {failure.context.field === 'controller' && (
        <Button onPress={() => navigate('/settings', { state: { section: 'controller' } })}>
          {t('desk.chooseController')}
        </Button>
      )}
    </Problem>
  );
}
