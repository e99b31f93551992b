import './set-up.css';
import type { AppState } from '../../domain/contract/ipc.ts';
import { SetUpController } from './set-up-controller.tsx';
import { SetUpEnrol } from './set-up-enrol.tsx';
import { SetUpFailed } from './set-up-failed.tsx';
import { SetUpLocked } from './set-up-locked.tsx';
import { SetUpVault } from './set-up-vault.tsx';

/** What has to be there before there is a desk: a vault, open; a server; somebody who answers. */
export function SetUp({ app }: { readonly app: AppState }) {
  switch (app.phase) {
    case 'new':
      return <SetUpVault app={app} />;
    case 'locked':
      return <SetUpLocked app={app} />;
    case 'failed':
      return <SetUpFailed app={app} />;
    case 'enrol':
      return <SetUpEnrol app={app} />;
    case 'starting':
    case 'ready':
      return <SetUpController app={app} />;
  }
}
