import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { OwnPerson } from '../../domain/contract/administration/realms.ts';
import { May } from '../administration/may.tsx';
import { useAdministrative, useAdministrativeAction } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { Facts } from '../controls/facts.tsx';
import { ListDetail } from '../controls/list-detail.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { useSearchKeys } from '../controls/search-keys.ts';
import { Confirm } from './confirm.tsx';
import { OwnPersonForm } from './own-person-form.tsx';

/** The people of one of the server's own resolvers: found, added, changed, removed. */
export function OwnPeople({ resolver }: { readonly resolver: string }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const search = useSearchKeys();
  const people = useAdministrative('own-people/list', { resolver });
  const remove = useAdministrativeAction('own-people/remove');
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<string>();
  const [asking, setAsking] = useState<'add' | 'change' | 'remove'>();
  const wanted = query.trim().toLowerCase();
  const rows = (people.data ?? []).filter((person) =>
    Object.values(person).some((text) => text.toLowerCase().includes(wanted)),
  );
  const open = people.data?.find(({ username }) => username === chosen);
  const close = () => setAsking(undefined);
  return (
    <Page
      title={t('ownPeople.in', { name: resolver })}
      tools={
        <>
          <Button kind="plain" onPress={() => navigate('/realms/resolvers')}>
            {t('ownPeople.back')}
          </Button>
          <SearchField label={t('people.search')} value={query} onChange={setQuery} {...search} />
          <May right="adduser">
            {(control) => (
              <Button {...control} onPress={() => setAsking('add')}>
                {t('ownPeople.add')}
              </Button>
            )}
          </May>
        </>
      }
    >
      <ListDetail
        chosen={open?.username}
        title={open && nameOf(open)}
        hint={rows.length > 0 ? t('ownPeople.hint') : undefined}
        onClose={() => setChosen(undefined)}
        detail={
          open && (
            <>
              <Facts
                facts={[
                  [t('people.username'), open.username],
                  [t('people.email'), open.email],
                  [t('ownPeople.mobile'), open.mobile],
                  [t('ownPeople.phone'), open.phone],
                  [t('people.office'), open.office],
                ]}
              />
              <div className="actions">
                <May right="updateuser">
                  {(control) => (
                    <Button {...control} onPress={() => setAsking('change')}>
                      {t('ownPeople.change')}
                    </Button>
                  )}
                </May>
                <May right="deleteuser">
                  {(control) => (
                    <Button {...control} kind="refuse" onPress={() => setAsking('remove')}>
                      {t('ownPeople.remove')}
                    </Button>
                  )}
                </May>
              </div>
            </>
          )
        }
        list={
          people.error !== null ? (
            <ListProblem query={people} />
          ) : (
            <DataTable<OwnPerson>
              label={t('ownPeople.title')}
              columns={[
                { id: 'name', name: t('people.name'), heads: true, cell: nameOf },
                { id: 'username', name: t('people.username'), cell: ({ username }) => username },
                { id: 'email', name: t('people.email'), cell: ({ email }) => email },
                { id: 'office', name: t('people.office'), cell: ({ office }) => office },
              ]}
              rows={rows}
              rowId={({ username }) => username}
              chosen={open?.username}
              onOpen={({ username }) => setChosen(username)}
              loading={people.isPending}
              empty={
                query === '' ? (
                  <Empty what={t('ownPeople.none')} begin={t('ownPeople.begin')} />
                ) : (
                  <Empty what={t('people.noMatch', { query })} begin={t('people.tryOther')} />
                )
              }
            />
          )
        }
      />
      {asking === 'add' && <OwnPersonForm resolver={resolver} person={undefined} onDone={setChosen} onClose={close} />}
      {asking === 'change' && open && (
        <OwnPersonForm resolver={resolver} person={open} onDone={setChosen} onClose={close} />
      )}
      {asking === 'remove' && open && (
        <Confirm
          title={t('ownPeople.removeTitle', { name: nameOf(open) })}
          before={t('ownPeople.removeBefore')}
          verb={t('ownPeople.removeVerb')}
          busy={remove.busy}
          failure={remove.failure}
          onGo={async () => {
            if ((await remove.run({ resolver, username: open.username })) === undefined) return;
            close();
            setChosen(undefined);
          }}
          onClose={close}
        />
      )}
    </Page>
  );
}

function nameOf({ givenName, surname, username }: OwnPerson): string {
  return `${givenName} ${surname}`.trim() || username;
}
