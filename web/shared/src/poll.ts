/** Asks again and again while a page is open, less often while nobody looks at it. */

/** Runs `ask` now and `every` ms after each answer; gives back what ends it and what asks at once. */
export function poll(ask: () => Promise<void>, every: number): { end: () => void; now: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const turn = async (): Promise<void> => {
    clearTimeout(timer);
    await ask();
    if (!isOver) timer = setTimeout(() => void turn(), document.hidden ? 5 * every : every);
  };
  void turn();
  return {
    end: () => {
      isOver = true;
      clearTimeout(timer);
    },
    now: () => void turn(),
  };
}

/** Put a section where its older self stands, only when it says something else; the focus stays where it was. */
export function renew(main: HTMLElement, section: HTMLElement): void {
  const old = document.getElementById(section.id);
  if (!old) return main.append(section);
  if (old.isEqualNode(section)) return;
  const focused = document.activeElement?.id;
  old.replaceWith(section);
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
}
