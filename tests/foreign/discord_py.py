"""discord.py, told only the API's address."""

import os

import discord
from discord.http import Route

Route.BASE = os.environ["DISCORD_API_URL"]
# The sharded client asks the API for the gateway; the plain one has its address built in.
client = discord.AutoShardedClient(intents=discord.Intents.all())


@client.event
async def on_ready():
    print("ready", flush=True)


@client.event
async def on_message(message):
    if message.content == "!ping":
        await message.channel.send("Pong!")
    elif message.content == "!close":
        await client.close()


client.run(os.environ["DISCORD_TOKEN"])
