import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '../../domain/contract/administration/messaging.ts';
import { Segments } from '../controls/choices.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { ListDetail } from '../controls/list-detail.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { type Meaning, Sign } from '../controls/sign.tsx';
import { when } from '../i18n/when.ts';
import { MessageDetail } from './message-detail.tsx';
import { useMessages } from './message-pages.ts';
import { SettingsPlaces } from './settings-places.tsx';
import './server-settings.css';
import { troubleWords } from './trouble-words.ts';

const meanings: Readonly<Record<Message['state'], Meaning>> = {
  waiting: 'waiting',
  sending: 'waiting',
  sent: 'proven',
  refused: 'refused',
  expired: 'refused',
};
const filters = ['stuck', 'waiting', 'all'] as const;

/** What went out, what waits, and first of all what is stuck: with the trouble in words. */
export function MessagesQueue() {
  const { t, i18n } = useTranslation();
  const [state, setState] = useState<(typeof filters)[number]>('stuck');
  const [id, setId] = useState<string>();
  const queue = useMessages(state);
  const rows = queue.data?.pages.flatMap((page) => page.rows) ?? [];
  const chosen = rows.find((row) => row.id === id);
  return (
    <Page title={t('nav.settings')} tools={<SettingsPlaces />}>
      <div className="messages-queue">
        <Segments
          label={t('messages.show')}
          value={state}
          onChange={setState}
          choices={filters.map((value) => ({ value, label: t(`messages.filter.${value}`) }))}
        />
        <ListDetail
          chosen={chosen?.id}
          title={chosen && t(`messages.kind.${chosen.kind}`)}
          detail={chosen && <MessageDetail key={chosen.id} message={chosen} onGone={() => setId(undefined)} />}
          hint={rows.length > 0 ? t('messages.hint') : undefined}
          onClose={() => setId(undefined)}
          list={
            queue.error !== null ? (
              <ListProblem query={queue} />
            ) : (
              <DataTable
                label={t('serverSettings.messages')}
                columns={[
                  {
                    id: 'when',
                    name: t('messages.since'),
                    heads: true,
                    cell: (row) => when(row.enqueuedAt, i18n.language),
                  },
                  { id: 'kind', name: t('messages.kindTitle'), cell: (row) => t(`messages.kind.${row.kind}`) },
                  {
                    id: 'state',
                    name: t('messages.stateTitle'),
                    cell: (row) => <Sign meaning={meanings[row.state]}>{t(`messages.state.${row.state}`)}</Sign>,
                  },
                  {
                    id: 'trouble',
                    name: t('messages.trouble'),
                    cell: (row) => (row.trouble === null ? '' : troubleWords(t, row.trouble)),
                  },
                  { id: 'route', name: t('messages.route'), cell: (row) => row.route, hidden: true },
                  { id: 'serial', name: t('accounts.serial'), cell: (row) => row.serial, hidden: true },
                ]}
                rows={rows}
                rowId={(row) => row.id}
                chosen={chosen?.id}
                onOpen={(row) => setId(row.id)}
                total={queue.data?.pages[0]?.total ?? 0}
                loading={queue.isPending || queue.isFetchingNextPage}
                onMore={queue.hasNextPage ? () => void queue.fetchNextPage() : undefined}
                empty={<Empty what={t(`messages.none.${state}`)} begin={t('messages.begin')} />}
              />
            )
          }
        />
      </div>
    </Page>
  );
}
