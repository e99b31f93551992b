import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { useHeadingFocus } from './heading-focus.ts';
import './list-detail.css';

interface ListDetailProps {
  readonly list: ReactNode;
  /** The row's id in the list; `undefined` while nothing is chosen. */
  readonly chosen: string | undefined;
  readonly title: ReactNode;
  readonly detail: ReactNode;
  /** What the right side says while nothing is chosen; without it there is no right side. */
  readonly hint: string | undefined;
  readonly onClose: () => void;
}

/** A list and, beside it, what was chosen in it; where there is no room for both, the detail takes the list's place. */
export function ListDetail({ list, chosen, title, detail, hint, onClose }: ListDetailProps) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const last = useRef<string>(undefined);
  useEffect(() => {
    if (chosen === undefined && last.current !== undefined) {
      // Back where the eye was: on the row that had been opened.
      frame.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(last.current)}"]`)?.focus();
    }
    last.current = chosen;
  }, [chosen]);
  return (
    <div
      className="list-detail"
      data-open={chosen !== undefined}
      data-alone={chosen === undefined && hint === undefined ? '' : undefined}
      ref={frame}
    >
      <div className="list">{list}</div>
      {chosen === undefined ? (
        hint !== undefined && <p className="detail quiet">{hint}</p>
      ) : (
        <section
          className="detail"
          aria-labelledby="detail-title"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            onClose();
          }}
        >
          <div className="back">
            <Button kind="plain" keyName="Escape" onPress={onClose}>
              {t('list.back')}
            </Button>
          </div>
          <Title of={chosen}>{title}</Title>
          {detail}
        </section>
      )}
    </div>
  );
}

function Title({ of, children }: { readonly of: string; readonly children: ReactNode }) {
  const heading = useHeadingFocus(of);
  return (
    <h2 id="detail-title" ref={heading} tabIndex={-1} className="question">
      {children}
    </h2>
  );
}
