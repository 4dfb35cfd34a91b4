/** A fingerprint as people read it to each other: in groups of four. Pure. */
export const groups = (fingerprint: string): string[] => fingerprint.toUpperCase().match(/.{1,4}/g) ?? [];
