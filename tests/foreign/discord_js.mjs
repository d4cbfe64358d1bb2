// discord.js, told only the API's address.

import { Client, Events, GatewayIntentBits } from "discord.js";

const address = new URL(process.env.DISCORD_API_URL);
const [, version] = address.pathname.match(/\/v(\d+)$/);
const client = new Client({
  intents: Object.values(GatewayIntentBits).filter((bit) => typeof bit === "number"),
  rest: { api: address.href.replace(/\/v\d+$/, ""), version },
});

client.once(Events.ClientReady, () => console.log("ready"));
client.on(Events.MessageCreate, async (message) => {
  if (message.content === "!ping") {
    await message.channel.send("Pong!");
  } else if (message.content === "!close") {
    await client.destroy();
  }
});

await client.login(process.env.DISCORD_TOKEN);
