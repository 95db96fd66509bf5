/**
 * Where the focus goes when a row goes that may have it: to the same button of the row beside it, else to `otherwise`.
 * Whoever is elsewhere by then stays there.
 * @returns what gives it, after the row is gone
 */
export function focusBeside(row: string, button: string, otherwise: string): () => void {
  const gone = document.querySelector(row);
  const beside = [gone?.nextElementSibling, gone?.previousElementSibling]
    .map((one) => one?.querySelector<HTMLElement>(button))
    .find((found) => found != null);
  return () => {
    const { activeElement: active, body } = document;
    if (active !== null && active !== body && active.isConnected && !gone?.contains(active)) return;
    (beside?.isConnected ? beside : document.querySelector<HTMLElement>(otherwise))?.focus();
  };
}
