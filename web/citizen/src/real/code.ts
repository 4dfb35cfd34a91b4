/** A code as it is printed in a message, however somebody types it. Pure. */

/** `K7Q-2M9` of `k7q 2m9`; empty when it cannot be a code: six letters or digits, none that look like another. */
export function codeOf(typed: string): string {
  const plain = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return /^[A-HJKMNP-Z2-9]{6}$/.test(plain) ? `${plain.slice(0, 3)}-${plain.slice(3)}` : "";
}
