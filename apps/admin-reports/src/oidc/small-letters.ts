/**
 * An address in small letters, as sign-ins and roles compare them. Letters of ASCII alone: others become those of somebody
 * else, the Kelvin sign a `k`.
 */
export function smallLetters(address: string): string {
  return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
