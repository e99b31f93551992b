/** The host of an https address without credentials in it; anything else has none. Tags count as text. */
export function httpsHost(text: string): string | undefined {
  const match = /^https:\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#][^\s"'\\]*)?$/i.exec(
    text,
  );
  return match?.[1]?.toLowerCase();
}
