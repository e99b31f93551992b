import { useTranslation } from 'react-i18next';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { ConflictDetail } from '../conflicts/conflict-detail.tsx';
import { ConflictTable } from '../conflicts/conflict-table.tsx';
import { ListDetail } from '../controls/list-detail.tsx';
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
  return (
    <TrustPage>
      <ListDetail
        chosen={open?.record}
        title={open && t(`conflict.kind.${open.kind}`)}
        detail={
          open && (
            <ConflictDetail
              key={open.record}
              conflict={open}
              as="administrator"
              busy={decide.busy}
              failure={decide.failure}
              onChoice={(choice) => void decide.run({ record: open.record, choice })}
            />
          )
        }
        hint={rows.length > 0 ? t('conflict.hint') : undefined}
        onClose={() => onChosen(undefined)}
        list={
          conflicts.error !== null ? (
            <ListProblem query={conflicts} />
          ) : (
            <ConflictTable rows={rows} chosen={open?.record} loading={conflicts.isPending} onOpen={onChosen} />
          )
        }
      />
    </TrustPage>
  );
}
