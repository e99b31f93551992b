import { useTranslation } from 'react-i18next';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { ConflictDetail } from '../conflicts/conflict-detail.tsx';
import { ConflictTable } from '../conflicts/conflict-table.tsx';
import { Button } from '../controls/button.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { TrustPage } from './trust-page.tsx';

interface ConflictListProps {
  readonly chosen: string | undefined;
  readonly onChosen: (record: string | undefined) => void;
}

/** Every desk's conflicts for an administrator, who may also decide against the server's word. */
export function ConflictList({ chosen, onChosen }: ConflictListProps) {
  const { t } = useTranslation();
  const conflicts = useAdministrative('conflicts/all');
  const decide = useAdministrativeAction('conflicts/decide');
  const rows = conflicts.data ?? [];
  const open = rows.find(({ record }) => record === chosen);
  if (open === undefined) {
    return (
      <TrustPage>
        {conflicts.error !== null ? (
          <ListProblem query={conflicts} />
        ) : (
          <ConflictTable rows={rows} loading={conflicts.isPending} onOpen={onChosen} />
        )}
      </TrustPage>
    );
  }
  return (
    <TrustPage
      key={open.record}
      tools={
        <Button kind="plain" onPress={() => onChosen(undefined)}>
          {t('conflict.all')}
        </Button>
      }
    >
      <ConflictDetail
        key={open.record}
        conflict={open}
        as="administrator"
        busy={decide.busy}
        failure={decide.failure}
        onChoice={(choice) => void decide.run({ record: open.record, choice })}
      />
    </TrustPage>
  );
}
