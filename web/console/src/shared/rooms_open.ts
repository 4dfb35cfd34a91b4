/** Whether the rooms beside the page are open: on a wide window as the person left them, whatever the window did between. */

export interface Rooms {
  wide: boolean; // on a window that has room for them beside the page
  narrow: boolean; // where they lie over the page
}

export const atFirst: Rooms = { wide: true, narrow: false };

/**
 * How they stand after the layout said that they open or fold. It folds them by itself whenever it finds little room,
 * be it for one moment only (a small window, a picture being taken), and never opens them again: on a wide window only
 * a press of the button counts.
 */
export function afterMove(rooms: Rooms, to: { open: boolean; isWide: boolean; isPressed: boolean }): Rooms {
  if (!to.isWide) return { ...rooms, narrow: to.open };
  return to.isPressed ? { ...rooms, wide: to.open } : rooms;
}
