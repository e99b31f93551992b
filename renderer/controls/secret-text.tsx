import { useEffect, useRef } from 'react';

/** A secret told once, written beside React, whose state would keep it; gone with this from the screen. */
export function SecretText({ secret, className }: { readonly secret: Uint8Array; readonly className: string }) {
  const place = useRef<HTMLOutputElement>(null);
  useEffect(() => {
    const shown = place.current;
    if (shown !== null) shown.textContent = new TextDecoder().decode(secret);
    return () => {
      if (shown !== null) shown.textContent = '';
    };
  }, [secret]);
  return <output ref={place} className={className} data-told="" />;
}
