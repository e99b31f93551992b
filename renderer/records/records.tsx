import { useEffect, useRef, useState } from 'react';
import { RecordsDetail } from './records-detail.tsx';
import { RecordsList } from './records-list.tsx';

/** What was done at this desk, signed: the list, or one of them; back in the list, all is where it was. */
export function Records({ id }: { readonly id?: string }) {
  const [query, setQuery] = useState('');
  const last = useRef<string>(undefined);
  useEffect(() => {
    if (id !== undefined) last.current = id;
  }, [id]);
  return id === undefined ? (
    <RecordsList query={query} onQuery={setQuery} last={last.current} />
  ) : (
    <RecordsDetail id={id} />
  );
}
