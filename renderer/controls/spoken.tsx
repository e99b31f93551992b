import { useQuery } from '@tanstack/react-query';
import { ask } from '../keydesk.ts';

/** What a controller is called where a person reads it; what records call them until the desk has answered. */
export function useSpoken(name: string): string {
  const spoken = useQuery({
    queryKey: ['controllers/spoken', name],
    queryFn: () => ask('controllers/spoken', { name }),
    enabled: name.includes('@'),
    staleTime: 60_000,
  });
  return spoken.data ?? name;
}

/** The same in a cell or a line. */
export function Spoken({ name }: { readonly name: string }) {
  return useSpoken(name);
}
