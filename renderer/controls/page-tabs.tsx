import { Link, useLocation } from 'wouter';
import './page-tabs.css';

interface PageTabsProps {
  readonly label: string;
  readonly tabs: readonly { readonly path: string; readonly name: string }[];
  /** The part one is in, where its address does not begin with the part's own. */
  readonly current?: string | undefined;
}

/** The parts of one place, side by side under its title: links, so that each is a place of its own. */
export function PageTabs({ label, tabs, current }: PageTabsProps) {
  const [location] = useLocation();
  return (
    <nav className="page-tabs" aria-label={label}>
      {tabs.map(({ path, name }, place) => (
        <Link key={path} href={path} aria-current={isAt(current ?? location, path, place === 0) ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}

/** The first part is the place itself, the others have what lies behind them. */
function isAt(location: string, path: string, isFirst: boolean): boolean {
  return location === path || (!isFirst && location.startsWith(`${path}/`));
}
