"""hikari, told only the API's address."""

import os

import hikari

bot = hikari.GatewayBot(
    os.environ["DISCORD_TOKEN"],
    rest_url=os.environ["DISCORD_API_URL"],
    intents=hikari.Intents.ALL,
    banner=None,
)


@bot.listen()
async def on_started(_: hikari.StartedEvent) -> None:
    print("ready", flush=True)


@bot.listen()
async def on_message(event: hikari.MessageCreateEvent) -> None:
    if event.content == "!ping":
        await event.message.respond("Pong!")
    elif event.content == "!close":
        await bot.close()


bot.run(check_for_updates=False)
