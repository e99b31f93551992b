import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Asleep } from '../controls/asleep.ts';
import { ListProblem } from '../controls/list-problem.tsx';
import { Problem } from '../controls/problem.tsx';
import { Waiting } from '../frame/waiting.tsx';
import './administration.css';
import { SessionContext, useAdministration, useMay } from './session.ts';
import { SignIn } from './sign-in.tsx';

interface AdministeredProps {
  /** What the screen is called, for the head of the sign-in. */
  readonly title: string;
  /** Without this right there is nothing to see here. */
  readonly right: string;
  readonly children: ReactNode;
}

/**
 * A screen for administrators. Nobody signed in: the sign-in takes its place. A session that ends by itself hides the
 * screen and keeps what was typed for the same person; signing out or locking drops it.
 */
export function Administered({ title, right, children }: AdministeredProps) {
  const { t } = useTranslation();
  const administration = useAdministration();
  const [worker, setWorker] = useState<string>();
  const { signedIn, ended } = administration.data ?? { signedIn: null, ended: null };
  if (signedIn !== null && signedIn.name !== worker) setWorker(signedIn.name);
  const dropped = signedIn === null && (ended === null || ended === 'signed out' || ended === 'locked');
  if (dropped && worker !== undefined) setWorker(undefined);
  if (administration.error !== null) return <ListProblem query={administration} />;
  if (administration.data === undefined) return <Waiting />;
  return (
    <>
      {signedIn === null && (
        <SignIn title={title} state={administration.data} kept={worker} lead={t('administration.lead', { title })} />
      )}
      {worker !== undefined && (
        <Place key={worker} isHidden={signedIn === null}>
          <SessionContext value={signedIn ?? undefined}>
            <Allowed right={right} kept={signedIn === null}>
              {children}
            </Allowed>
          </SessionContext>
        </Place>
      )}
    </>
  );
}

/** Where an administrator works; the keyboard comes back to where it was when its owner has signed in again. */
function Place({ isHidden, children }: { readonly isHidden: boolean; readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const left = useRef<Element>(undefined);
  useLayoutEffect(() => {
    if (isHidden) {
      left.current = document.activeElement ?? document.body;
    } else if (left.current !== undefined) {
      // Also in a dialog, which is drawn outside its place.
      const isThere = left.current.isConnected && left.current !== document.body;
      const found = isThere ? left.current : place.current?.querySelector('h1[tabindex]');
      if (found instanceof HTMLElement) found.focus();
    }
  }, [isHidden]);
  return (
    <div ref={place} className="administered" hidden={isHidden}>
      <Asleep value={isHidden}>{children}</Asleep>
    </div>
  );
}

function Allowed({
  right,
  kept,
  children,
}: {
  readonly right: string;
  readonly kept: boolean;
  readonly children: ReactNode;
}) {
  const may = useMay(right);
  if (may || kept) return children;
  return (
    <div className="administration">
      <Problem failure={{ code: 'administration/no-right', context: { right } }} />
    </div>
  );
}
