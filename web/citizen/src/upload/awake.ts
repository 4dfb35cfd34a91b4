/** Keeps a phone's screen on while a file is being sent: a phone that sleeps stops sending. */
export async function stayAwake(work: () => Promise<void>): Promise<void> {
  const lock = await navigator.wakeLock?.request("screen").catch(() => null);
  try {
    await work();
  } finally {
    await lock?.release().catch(() => undefined);
  }
}
