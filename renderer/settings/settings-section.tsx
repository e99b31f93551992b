import type { ReactNode } from 'react';

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** One part of the settings: its name at the left, what can be set or seen at the right. */
export function SettingsSection({ id, title, children }: SectionProps) {
  return (
    <section className="settings-section" id={`settings-${id}`} aria-labelledby={`settings-${id}-title`}>
      <h2 id={`settings-${id}-title`}>{title}</h2>
      <div className="column">{children}</div>
    </section>
  );
}
