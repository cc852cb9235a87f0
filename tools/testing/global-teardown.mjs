/** Stops whatever the tests asked for. */
export default async function closeDesk() {
  await globalThis.__serviceDesk?.close();
}
