import { type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { AppState } from '../../domain/contract/ipc.ts';
import { EmulatedTokens } from '../tokens/emulated-tokens.tsx';
import { TopLine } from './top-line.tsx';
import { Waiting } from './waiting.tsx';

/** The desk's own places, then what an administrator signs in for; a screen comes here and into routes.tsx at once. */
const places = [
  { path: '/', key: 'desk' },
  { path: '/rollout', key: 'rollout' },
  { path: '/people', key: 'people' },
  { path: '/tokens', key: 'tokens' },
  { path: '/stock', key: 'stock' },
  { path: '/records', key: 'records' },
  { path: '/policies', key: 'policies' },
  { path: '/realms', key: 'realms' },
  { path: '/trust', key: 'trust' },
  { path: '/audit', key: 'audit' },
  { path: '/import', key: 'import' },
  { path: '/settings', key: 'settings' },
] as const;

const administrators: ReadonlySet<string> = new Set([
  'rollout',
  'policies',
  'realms',
  'trust',
  'audit',
  'import',
  'settings',
]);

interface FrameProps {
  readonly app: AppState;
  readonly children: ReactNode;
  /** Back to the sign-in: given when an administrator is here and nobody is at the desk. */
  readonly onLeave?: () => void;
}

/** The ordinary screens: a rail of places, a line of state, the screen. */
export function Frame({ app, children, onLeave }: FrameProps) {
  const { t } = useTranslation();
  const [location] = useLocation();
  return (
    <div className="frame">
      <nav className="rail" aria-label={t('nav.label')}>
        <p className="wordmark">{t('product')}</p>
        <div className="nav">
          {(onLeave === undefined ? places : places.filter(({ key }) => administrators.has(key))).map(
            ({ path, key }) => (
              <Link key={key} href={path} aria-current={isAt(location, path) ? 'page' : undefined}>
                {t(`nav.${key}`)}
              </Link>
            ),
          )}
        </div>
      </nav>
      <TopLine app={app} onLeave={onLeave} />
      <main className="screen">
        <Suspense fallback={<Waiting />}>{children}</Suspense>
      </main>
      {app.phase === 'ready' && app.emulator === 'desk' && <EmulatedTokens />}
    </div>
  );
}

function isAt(location: string, path: string): boolean {
  return path === '/' ? location === '/' : location === path || location.startsWith(`${path}/`);
}
