import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ResolverRow } from '../../domain/contract/administration/realms.ts';
import { May } from '../administration/may.tsx';
import { useAdministrative } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { ListDetail } from '../controls/list-detail.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { RealmPlaces } from './realm-places.tsx';
import { ResolverDetail } from './resolver-detail.tsx';
import { kindWord } from './resolver-kind.ts';

interface ResolverListProps {
  readonly chosen: string | undefined;
  readonly onChosen: (name: string | undefined) => void;
}

/** Every place where people are kept, and the realms that look there. */
export function ResolverList({ chosen, onChosen }: ResolverListProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const resolvers = useAdministrative('resolvers/list');
  const realms = useAdministrative('realms/list');
  const rows = resolvers.data ?? [];
  const open = rows.find(({ name }) => name === chosen);
  const realmsOf = ({ name }: ResolverRow) =>
    (realms.data ?? []).filter((realm) => realm.resolvers.some((one) => one.name === name)).map((realm) => realm.name);
  return (
    <Page
      title={t('nav.realms')}
      tools={
        <>
          <RealmPlaces />
          <May right="resolverwrite">
            {(control) => (
              <Button {...control} onPress={() => navigate('/realms/resolver')}>
                {t('resolver.make')}
              </Button>
            )}
          </May>
        </>
      }
    >
      <ListDetail
        chosen={open?.name}
        title={open?.name}
        detail={
          open && (
            <ResolverDetail
              key={open.name}
              resolver={open}
              realms={realmsOf(open)}
              onGone={() => onChosen(undefined)}
            />
          )
        }
        hint={rows.length > 0 ? t('resolver.hint') : undefined}
        onClose={() => onChosen(undefined)}
        list={
          resolvers.error !== null ? (
            <ListProblem query={resolvers} />
          ) : (
            <DataTable<ResolverRow>
              label={t('resolver.title')}
              columns={[
                { id: 'name', name: t('resolver.name'), heads: true, cell: ({ name }) => name },
                { id: 'kind', name: t('resolver.kept'), cell: ({ kind }) => kindWord(t, kind) },
                { id: 'realms', name: t('nav.realms'), cell: (row) => realmsOf(row).join(', ') },
              ]}
              rows={rows}
              rowId={({ name }) => name}
              chosen={open?.name}
              onOpen={({ name }) => onChosen(name)}
              loading={resolvers.isPending}
              empty={<Empty what={t('resolver.none')} begin={t('resolver.begin')} />}
            />
          )
        }
      />
    </Page>
  );
}
