import { RecordsDetail } from './records-detail.tsx';
import { RecordsList } from './records-list.tsx';

/** What was done at this desk, signed: the list, or one of them. */
export function Records({ id }: { readonly id?: string }) {
  return id === undefined ? <RecordsList /> : <RecordsDetail id={id} />;
}
