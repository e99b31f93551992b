import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';

interface SearchKeys {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
}

/** The keys of a search above a list: Ctrl+F goes to it from anywhere on the screen, Arrow down or Enter from it into the list. */
export function useSearchKeys(): SearchKeys {
  const inputRef = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const find = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      inputRef.current?.focus();
      inputRef.current?.select();
    };
    window.addEventListener('keydown', find);
    return () => window.removeEventListener('keydown', find);
  }, []);
  return {
    inputRef,
    onKeyDown: (event) => {
      if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
      const row = inputRef.current?.closest('.page')?.querySelector<HTMLElement>('tbody [role=row]');
      if (row) {
        event.preventDefault();
        row.focus();
      }
    },
  };
}
