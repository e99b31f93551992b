import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Realm } from '../../domain/contract/administration/realms.ts';
import { May } from '../administration/may.tsx';
import { useAdministrative } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { ListDetail } from '../controls/list-detail.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { RealmDetail } from './realm-detail.tsx';
import { RealmForm } from './realm-form.tsx';
import { RealmPlaces } from './realm-places.tsx';

interface RealmListProps {
  readonly chosen: string | undefined;
  readonly onChosen: (name: string | undefined) => void;
}

/** Every realm, with where its people are looked for. */
export function RealmList({ chosen, onChosen }: RealmListProps) {
  const { t } = useTranslation();
  const realms = useAdministrative('realms/list');
  const [making, setMaking] = useState(false);
  const rows = realms.data ?? [];
  const open = rows.find(({ name }) => name === chosen);
  const make = (
    <May right="resolverwrite">
      {(control) => (
        <Button {...control} onPress={() => setMaking(true)}>
          {t('realm.make')}
        </Button>
      )}
    </May>
  );
  return (
    <Page
      title={t('nav.realms')}
      tools={
        <>
          <RealmPlaces />
          {make}
        </>
      }
    >
      <ListDetail
        chosen={open?.name}
        title={open?.name}
        detail={open && <RealmDetail key={open.name} realm={open} onGone={() => onChosen(undefined)} />}
        hint={rows.length > 0 ? t('realm.hint') : undefined}
        onClose={() => onChosen(undefined)}
        list={
          realms.error !== null ? (
            <ListProblem query={realms} />
          ) : (
            <DataTable<Realm>
              label={t('nav.realms')}
              columns={[
                { id: 'name', name: t('realm.name'), heads: true, cell: ({ name }) => name },
                {
                  id: 'resolvers',
                  name: t('realm.resolvers'),
                  cell: ({ resolvers }) => resolvers.map(({ name }) => name).join(', '),
                },
                { id: 'default', name: t('realm.default'), cell: ({ isDefault }) => isDefault && t('realm.isDefault') },
              ]}
              rows={rows}
              rowId={({ name }) => name}
              chosen={open?.name}
              onOpen={({ name }) => onChosen(name)}
              loading={realms.isPending}
              empty={<Empty what={t('realm.none')} begin={t('realm.begin')} />}
            />
          )
        }
      />
      {making && <RealmForm realm={undefined} taken={rows.map(({ name }) => name)} onClose={() => setMaking(false)} />}
    </Page>
  );
}
