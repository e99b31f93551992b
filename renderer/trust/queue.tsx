import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueEntry } from '../../domain/contract/rollout.ts';
import { May } from '../administration/may.tsx';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { Facts } from '../controls/facts.tsx';
import { ListDetail } from '../controls/list-detail.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Problem } from '../controls/problem.tsx';
import { when } from '../i18n/when.ts';
import { QueueJoin } from './queue-join.tsx';
import { TrustPage } from './trust-page.tsx';

const idOf = ({ realm, username }: Pick<QueueEntry, 'realm' | 'username'>) => `${realm}/${username}`;

/** Who gets a token next, in order: controllers are offered them first. */
export function Queue() {
  const { t, i18n } = useTranslation();
  const queue = useAdministrative('queue/list');
  const [chosen, setChosen] = useState<string>();
  const [adding, setAdding] = useState(false);
  const rows = (queue.data ?? []).map((entry, index) => ({ ...entry, place: index + 1 }));
  const open = rows.find((row) => idOf(row) === chosen);
  return (
    <TrustPage
      tools={
        <May right="trustwrite">
          {(control) => (
            <Button {...control} onPress={() => setAdding(true)}>
              {t('trust.queue.add')}
            </Button>
          )}
        </May>
      }
    >
      <ListDetail
        chosen={open && idOf(open)}
        title={open?.name}
        detail={open && <Entry key={idOf(open)} entry={open} isLast={open.place === rows.length} />}
        hint={rows.length > 0 ? t('trust.queue.hint') : undefined}
        onClose={() => setChosen(undefined)}
        list={
          queue.error !== null ? (
            <ListProblem query={queue} />
          ) : (
            <DataTable
              label={t('trust.queue.list')}
              columns={[
                { id: 'place', name: t('trust.queue.place'), cell: ({ place }) => place },
                { id: 'name', name: t('trust.queue.name'), heads: true, cell: ({ name }) => name },
                { id: 'office', name: t('trust.queue.office'), cell: ({ office }) => office },
                { id: 'since', name: t('trust.queue.since'), cell: ({ since }) => when(since, i18n.language) },
                { id: 'by', name: t('trust.queue.by'), cell: ({ by }) => by, hidden: true },
              ]}
              rows={rows}
              rowId={idOf}
              chosen={open && idOf(open)}
              onOpen={(row) => setChosen(idOf(row))}
              loading={queue.isPending}
              empty={<Empty what={t('trust.queue.none')} begin={t('trust.queue.begin')} />}
            />
          )
        }
      />
      {adding && <QueueJoin queued={rows} onClose={() => setAdding(false)} />}
    </TrustPage>
  );
}

function Entry({ entry, isLast }: { readonly entry: QueueEntry; readonly isLast: boolean }) {
  const { t, i18n } = useTranslation();
  const toEnd = useAdministrativeAction('queue/add');
  const remove = useAdministrativeAction('queue/remove');
  const { realm, username } = entry;
  const failure = toEnd.failure ?? remove.failure;
  return (
    <>
      <Facts
        facts={[
          [t('trust.queue.office'), entry.office],
          [t('trust.queue.since'), when(entry.since, i18n.language)],
          [t('trust.queue.by'), entry.by],
        ]}
      />
      <div className="actions">
        {!isLast && (
          <May right="trustwrite">
            {(control) => (
              <Button {...control} busy={toEnd.busy} onPress={() => void toEnd.run({ realm, username })}>
                {t('trust.queue.toEnd')}
              </Button>
            )}
          </May>
        )}
        <May right="trustwrite">
          {(control) => (
            <Button {...control} kind="refuse" busy={remove.busy} onPress={() => void remove.run({ realm, username })}>
              {t('trust.queue.remove')}
            </Button>
          )}
        </May>
      </div>
      {failure !== undefined && <Problem failure={failure} />}
    </>
  );
}
