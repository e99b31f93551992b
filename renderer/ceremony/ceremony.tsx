import type { AppState } from '../../domain/contract/ipc.ts';

export function Ceremony({ app }: { readonly app: AppState }) {
  return <main>{app.phase}</main>;
}
