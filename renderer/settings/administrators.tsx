import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Role, roleNames } from '../../domain/role.ts';
import { May } from '../administration/may.tsx';
import { useAdministrative } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { ListDetail } from '../controls/list-detail.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Page } from '../controls/page.tsx';
import { when } from '../i18n/when.ts';
import { AddAdministrator } from './administrator-add.tsx';
import { AdministratorDetail } from './administrator-detail.tsx';
import { SettingsPlaces } from './settings-places.tsx';

/** Whether somebody has every role but, maybe, to control trust. */
const administrates = (roles: readonly Role[]) => roleNames.every((role) => role === 'trust' || roles.includes(role));

/** Who administers the server, and what for. */
export function Administrators() {
  const { t, i18n } = useTranslation();
  const list = useAdministrative('administrators/list');
  const [name, setName] = useState<string>();
  const [adding, setAdding] = useState(false);
  const rows = list.data ?? [];
  const chosen = rows.find((row) => row.name === name);
  return (
    <Page
      title={t('nav.settings')}
      tools={
        <>
          <SettingsPlaces />
          <May right="adminwrite">
            {(control) => (
              <Button {...control} onPress={() => setAdding(true)}>
                {t('administrators.add')}
              </Button>
            )}
          </May>
        </>
      }
    >
      <ListDetail
        chosen={chosen?.name}
        title={chosen?.name}
        detail={chosen && <AdministratorDetail key={chosen.name} administrator={chosen} />}
        hint={rows.length > 0 ? t('administrators.hint') : undefined}
        onClose={() => setName(undefined)}
        list={
          list.error !== null ? (
            <ListProblem query={list} />
          ) : (
            <DataTable
              label={t('serverSettings.administrators')}
              columns={[
                { id: 'name', name: t('administrators.name'), heads: true, cell: (row) => row.name },
                {
                  id: 'roles',
                  name: t('administrators.rolesTitle'),
                  cell: (row) =>
                    administrates(row.roles)
                      ? t(row.roles.includes('trust') ? 'administrators.everything' : 'administrators.allButTrust')
                      : row.roles.map((role) => t(`administrators.role.${role}.name`)).join(', ') ||
                        t('administrators.noRole'),
                },
                { id: 'since', name: t('administrators.since'), cell: (row) => when(row.createdAt, i18n.language) },
              ]}
              rows={rows}
              rowId={(row) => row.name}
              chosen={chosen?.name}
              onOpen={(row) => setName(row.name)}
              loading={list.isPending}
              empty={<Empty what={t('administrators.none')} begin={t('administrators.begin')} />}
            />
          )
        }
      />
      {adding && <AddAdministrator onClose={() => setAdding(false)} />}
    </Page>
  );
}
