import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeRow } from '../../domain/contract/administration/trust.ts';
import { May } from '../administration/may.tsx';
import { useAdministrative } from '../administration/session.ts';
import { Button } from '../controls/button.tsx';
import { DataTable } from '../controls/data-table.tsx';
import { Empty } from '../controls/empty.tsx';
import { ListDetail } from '../controls/list-detail.tsx';
import { ListProblem } from '../controls/list-problem.tsx';
import { Sign } from '../controls/sign.tsx';
import { OfficeDetail } from './office-detail.tsx';
import { OfficeForm } from './office-form.tsx';
import { TrustPage } from './trust-page.tsx';

interface OfficeListProps {
  readonly chosen: string | undefined;
  readonly onChosen: (id: string | undefined) => void;
}

/** Every office with who controls trust there today. */
export function OfficeList({ chosen, onChosen }: OfficeListProps) {
  const { t } = useTranslation();
  const offices = useAdministrative('offices/list');
  const [making, setMaking] = useState(false);
  const rows = offices.data ?? [];
  const open = rows.find(({ id }) => id === chosen);
  return (
    <TrustPage
      tools={
        <May right="trustwrite">
          {(control) => (
            <Button {...control} onPress={() => setMaking(true)}>
              {t('trust.office.make')}
            </Button>
          )}
        </May>
      }
    >
      <ListDetail
        chosen={open?.id}
        title={open?.name}
        detail={open && <OfficeDetail key={open.id} office={open} offices={rows} onGone={() => onChosen(undefined)} />}
        hint={rows.length > 0 ? t('trust.office.hint') : undefined}
        onClose={() => onChosen(undefined)}
        list={
          offices.error !== null ? (
            <ListProblem query={offices} />
          ) : (
            <DataTable<OfficeRow>
              label={t('trust.office.title')}
              columns={[
                { id: 'name', name: t('trust.office.name'), heads: true, cell: ({ name }) => name },
                { id: 'today', name: t('trust.office.today'), cell: (office) => <Today office={office} /> },
              ]}
              rows={rows}
              rowId={({ id }) => id}
              chosen={open?.id}
              onOpen={({ id }) => onChosen(id)}
              loading={offices.isPending}
              empty={<Empty what={t('trust.office.none')} begin={t('trust.office.begin')} />}
            />
          )
        }
      />
      {making && <OfficeForm office={undefined} offices={rows} onDone={onChosen} onClose={() => setMaking(false)} />}
    </TrustPage>
  );
}

function Today({ office: { controllers } }: { readonly office: OfficeRow }) {
  const { t } = useTranslation();
  const names = [...new Set(controllers.filter(({ today }) => today).map(({ name }) => name))];
  return names.length === 0 ? <Sign meaning="waiting">{t('trust.office.nobody')}</Sign> : names.join(', ');
}
