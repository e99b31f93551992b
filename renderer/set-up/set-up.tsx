import type { AppState } from '../../domain/contract/ipc.ts';

export function SetUp({ app }: { readonly app: AppState }) {
  return <main className="set-up">{app.phase}</main>;
}
