import { Link, useLocation } from 'wouter';
import './page-tabs.css';

interface PageTabsProps {
  readonly label: string;
  readonly tabs: readonly { readonly path: string; readonly name: string }[];
}

/** The parts of one place, side by side under its title: links, so that each is a place of its own. */
export function PageTabs({ label, tabs }: PageTabsProps) {
  const [location] = useLocation();
  return (
    <nav className="page-tabs" aria-label={label}>
      {tabs.map(({ path, name }) => (
        <Link key={path} href={path} aria-current={location === path ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
