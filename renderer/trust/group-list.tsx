import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupRow } from '../../domain/contract/administration/trust.ts';
import { permissions } from '../../domain/trust/groups.ts';
import { May } from '../administration/may.tsx';
import { useAdministrative } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { ListDetail } from '../controls/list-detail.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { GroupDetail } from './group-detail.tsx';
import { GroupForm } from './group-form.tsx';
import { groupName } from './group-name.ts';
import { SettingCell } from './setting-word.tsx';
import { TrustPage } from './trust-page.tsx';

interface GroupListProps {
  readonly chosen: string | undefined;
  readonly onChosen: (id: string | undefined) => void;
}

/** Every group with what it allows and denies. */
export function GroupList({ chosen, onChosen }: GroupListProps) {
  const { t } = useTranslation();
  const groups = useAdministrative('groups/list');
  const [making, setMaking] = useState(false);
  const rows = groups.data ?? [];
  const open = rows.find(({ id }) => id === chosen);
  return (
    <TrustPage
      tools={
        <May right="trustwrite">
          {(control) => (
            <Button {...control} onPress={() => setMaking(true)}>
              {t('trust.group.make')}
            </Button>
          )}
        </May>
      }
    >
      <ListDetail
        chosen={open?.id}
        title={open && groupName(t, open)}
        detail={open && <GroupDetail key={open.id} group={open} groups={rows} onGone={() => onChosen(undefined)} />}
        hint={rows.length > 0 ? t('trust.group.hint') : undefined}
        onClose={() => onChosen(undefined)}
        list={
          groups.error !== null ? (
            <ListProblem query={groups} />
          ) : (
            <DataTable<GroupRow>
              label={t('trust.group.title')}
              columns={[
                { id: 'name', name: t('trust.group.name'), heads: true, cell: (group) => groupName(t, group) },
                {
                  id: 'members',
                  name: t('trust.group.members'),
                  cell: ({ members }) => members ?? t('trust.group.all'),
                },
                ...permissions.map((permission) => ({
                  id: permission,
                  name: t(`trust.permission.${permission}.name`),
                  cell: ({ settings }: GroupRow) => <SettingCell setting={settings[permission]} />,
                })),
              ]}
              rows={rows}
              rowId={({ id }) => id}
              chosen={open?.id}
              onOpen={({ id }) => onChosen(id)}
              loading={groups.isPending}
              empty={null}
            />
          )
        }
      />
      {making && <GroupForm group={undefined} groups={rows} onDone={onChosen} onClose={() => setMaking(false)} />}
    </TrustPage>
  );
}
