import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ListProblem } from '../controls/list-problem.tsx';
import { useSpoken } from '../controls/spoken.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { ask } from '../keydesk.ts';
import { ManifestSheets } from './manifest-sheets.tsx';
import { PaperDesk } from './paper-desk.tsx';
import { spoken } from './spoken.ts';

/** What goes into the box with a shipment. */
export function Manifest({ id }: { readonly id: string }) {
  const { i18n } = useTranslation();
  const shipment = useQuery({ queryKey: ['stock/shipment', id], queryFn: () => ask('stock/shipment', { id }) });
  const controller = useSpoken(shipment.data?.controller ?? '');
  if (shipment.error !== null) return <ListProblem query={shipment} />;
  if (shipment.data === undefined) return <Waiting />;
  const facts = { ...shipment.data, controller };
  return (
    <PaperDesk kind="manifest" subject={id.slice(0, 8)} form="page" language={spoken(i18n.language) ?? 'en'}>
      {(size) => <ManifestSheets facts={facts} size={size} />}
    </PaperDesk>
  );
}
