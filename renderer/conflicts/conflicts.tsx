import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { ConflictHere } from '../../domain/contract/conflicts.ts';
import type { ConflictChoice } from '../../domain/trust/conflicts.ts';
import { Button } from '../controls/button.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { PageTabs } from '../controls/page-tabs.tsx';
import { useBeginCeremony } from '../desk/begin-ceremony.ts';
import { useAction } from '../keydesk.ts';
import { useConflicts } from '../queries.ts';
import { ConflictDetail } from './conflict-detail.tsx';
import { ConflictTable } from './conflict-table.tsx';

/** What this desk's records, and those of other desks, contradicted; decided by whoever is at the desk. */
export function Conflicts({ record }: { readonly record?: string | undefined }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const conflicts = useConflicts();
  const rows = conflicts.data ?? [];
  const open = rows.find((one) => one.record === record);
  const back = () => go('/conflicts');
  if (open !== undefined) {
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: Escape goes back from wherever the focus is on this screen
      <div className="conflict-screen" onKeyDown={(event) => event.key === 'Escape' && back()}>
        <Page
          title={t(`conflict.kind.${open.kind}`)}
          tools={
            <Button kind="plain" keyName="Escape" onPress={back}>
              {t('conflict.all')}
            </Button>
          }
        >
          <Decide key={open.record} conflict={open} />
        </Page>
      </div>
    );
  }
  return (
    <Page title={t('conflict.title')} tools={<RecordTabs />}>
      {conflicts.error !== null ? (
        <ListProblem query={conflicts} />
      ) : (
        <ConflictTable rows={rows} loading={conflicts.isPending} onOpen={(id) => go(`/conflicts/${id}`)} />
      )}
    </Page>
  );
}

/** Records, and those that contradict: two parts of one place. */
export function RecordTabs() {
  const { t } = useTranslation();
  return (
    <PageTabs
      label={t('records.tabs')}
      tabs={[
        { path: '/records', name: t('nav.records') },
        { path: '/conflicts', name: t('conflict.title') },
      ]}
    />
  );
}

function Decide({ conflict }: { readonly conflict: ConflictHere }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const settle = useAction('conflicts/settle');
  const begin = useBeginCeremony();
  const choose = async (choice: ConflictChoice) => {
    const done = await settle.run({ record: conflict.record, choice });
    const next = conflict.choices.find((one) => one.choice === choice)?.leadsTo;
    if (done === undefined || next === undefined || next === null) return;
    if (next === 'ceremony') await begin.run(conflict.holder ?? undefined);
    if (next === 'shelf') go('/stock');
    if (next === 'tokens') go('/tokens', { state: { query: conflict.holder?.name ?? '' } });
  };
  const others = conflict.choice === null && conflict.choices.some(({ by }) => by === 'administrator');
  return (
    <ConflictDetail
      conflict={conflict}
      as="controller"
      busy={settle.busy || begin.busy}
      failure={settle.failure ?? begin.failure}
      onChoice={(choice) => void choose(choice)}
    >
      {others && (
        <p className="quiet">
          {t('conflict.administrator')} <Link href="/trust/conflicts">{t('conflict.administrators')}</Link>
        </p>
      )}
      {conflict.side === 'ours' && (
        <p>
          <Link href={`/records/${conflict.facts.record ?? conflict.record}`}>{t('conflict.lookAtRecord')}</Link>
        </p>
      )}
    </ConflictDetail>
  );
}
