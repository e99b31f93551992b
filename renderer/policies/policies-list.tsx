import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { PolicyRow } from '../../domain/contract/administration/policies.ts';
import { conflictsAmong } from '../../domain/policy/conflicts.ts';
import { May } from '../administration/may.tsx';
import { useAdministrative } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { ListDetail } from '../controls/list-detail.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { useSearchKeys } from '../controls/search-keys.ts';
import { Sign } from '../controls/sign.tsx';
import { PoliciesFile } from './policies-file.tsx';
import { PolicyDetail } from './policy-detail.tsx';
import { policyPlaces } from './policy-links.ts';
import { dangersOf, forWhom, scopeWords, whenAndWhere } from './policy-words.ts';
import { RemovedNotice } from './removed-notice.tsx';

/** Every policy of the server, found as one types. */
export function PoliciesList() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<string>();
  const [removed, setRemoved] = useState<PolicyRow>();
  const search = useSearchKeys();
  const policies = useAdministrative('policies/list');
  const rows = (policies.data ?? []).filter((row) => matches(row, query));
  const row = policies.data?.find(({ policy }) => policy.name === chosen);
  const conflicts = conflictsAmong((policies.data ?? []).map(({ policy }) => policy)).length;
  return (
    <Page
      title={t('nav.policies')}
      tools={
        <div className="policy-tools">
          <SearchField label={t('policy.search')} value={query} onChange={setQuery} {...search} />
          <May right="policywrite">
            {(control) => (
              <Button kind="second" onPress={() => navigate(policyPlaces.add)} {...control}>
                {t('policy.add')}
              </Button>
            )}
          </May>
        </div>
      }
    >
      <div className="policy-page">
        <div className="policy-bar">
          <Button kind="plain" onPress={() => navigate(policyPlaces.explain)}>
            {t('policy.explain.open')}
          </Button>
          <Button kind="plain" onPress={() => navigate(policyPlaces.conflicts)}>
            {conflicts === 0 ? (
              t('policy.conflicts.open')
            ) : (
              <Sign meaning="refused">{t('policy.conflicts.count', { count: conflicts })}</Sign>
            )}
          </Button>
          <PoliciesFile count={policies.data?.length ?? 0} />
        </div>
        {removed !== undefined && <RemovedNotice row={removed} onDone={() => setRemoved(undefined)} />}
        <ListDetail
          chosen={row?.policy.name}
          title={row?.policy.name}
          detail={
            row && (
              <PolicyDetail
                key={row.policy.name}
                row={row}
                onRemoved={() => {
                  setRemoved(row);
                  setChosen(undefined);
                }}
              />
            )
          }
          hint={rows.length > 0 ? t('policy.hint') : undefined}
          onClose={() => setChosen(undefined)}
          list={
            policies.error !== null ? (
              <ListProblem query={policies} />
            ) : (
              <DataTable
                label={t('nav.policies')}
                columns={[
                  { id: 'name', name: t('policy.name'), heads: true, cell: ({ policy }) => policy.name },
                  { id: 'state', name: t('policy.state'), cell: (one) => <State row={one} /> },
                  { id: 'scope', name: t('policy.scope'), cell: ({ policy }) => scopeWords(t, policy.scope) },
                  { id: 'priority', name: t('policy.priority'), cell: ({ policy }) => policy.priority },
                  { id: 'whom', name: t('policy.whom'), cell: ({ policy }) => forWhom(t, policy) },
                  {
                    id: 'actions',
                    name: t('policy.actions'),
                    cell: ({ policy }) => Object.keys(policy.action).join(', '),
                    hidden: true,
                  },
                  {
                    id: 'when',
                    name: t('policy.whenWhere'),
                    cell: ({ policy }) => whenAndWhere(policy),
                    hidden: true,
                  },
                ]}
                rows={rows}
                rowId={({ policy }) => policy.name}
                chosen={row?.policy.name}
                onOpen={({ policy }) => setChosen(policy.name)}
                loading={policies.isPending}
                empty={
                  query === '' ? (
                    <Empty what={t('policy.none')} begin={t('policy.begin')} />
                  ) : (
                    <Empty what={t('policy.noMatch', { query })} begin={t('people.tryOther')} />
                  )
                }
              />
            )
          }
        />
      </div>
    </Page>
  );
}

function matches({ policy }: PolicyRow, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  const texts = [policy.name, policy.scope, policy.description, ...policy.realm, ...Object.keys(policy.action)];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

/** On or off; a policy that lets somebody in without a token says so wherever it is seen. */
function State({ row: { policy } }: { readonly row: PolicyRow }) {
  const { t } = useTranslation();
  if (!policy.active) return <span className="quiet">{t('policy.off')}</span>;
  if (dangersOf(policy).length > 0) return <Sign meaning="refused">{t('policy.dangerousShort')}</Sign>;
  return <Sign meaning="proven">{t('policy.on')}</Sign>;
}
