"""Our own word lists. Aliases and suggestions share no word, so neither can be taken for the other."""

ALIAS_FIRST = """
    Amiable Autumnal Calm Careful Cheerful Chestnut Crested Curious Dappled Dreamy Dusky Eager Early Earnest Eastern
    Faithful Feathered Floating Fond Friendly Gentle Gliding Golden Graceful Grateful Honest Hopeful Humble Humming
    Kind Listening Little Loyal Mellow Mild Misty Modest Mossy Musing Nesting Nimble Northern Paddling Patient
    Peaceful Pensive Placid Playful Quiet Rainy Resting Ringed Roaming Russet Sandy Serene Silver Silvery Sleepy
    Slender Slow Snowy Soaring Soft Southern Speckled Spotted Steady Still Striped Sunny Tawny Tender Thoughtful
    Tidal Tranquil Trusty Tufted Upland Wading Waking Wandering Warm Western Whistling Willing Wise Woodland
""".split()

ALIAS_SECOND = """
    Alpaca Antelope Auk Avocet Badger Beaver Bison Bittern Blackbird Bulbul Bunting Capybara Chaffinch Cormorant
    Crane Crossbill Curlew Deer Dipper Dolphin Dormouse Dove Duckling Dunlin Dunnock Egret Eider Falcon Fieldfare
    Finch Flamingo Gannet Gazelle Gecko Goldcrest Goldfinch Goose Gosling Grebe Greenfinch Guillemot Hare Hedgehog
    Heron Hoopoe Ibex Ibis Jackdaw Kestrel Kingfisher Kittiwake Koala Lapwing Lemur Linnet Llama Lynx Magpie Mallard
    Manatee Moorhen Moose Myna Newt Nightingale Nuthatch Ocelot Oriole Osprey Otter Owl Panda Partridge Pelican
    Petrel Pigeon Pipit Plover Puffin Quail Quokka Raven Redstart Reindeer Robin Sandpiper Seal Siskin Skylark
    Sparrow Squirrel Starling Stork Sunbird Swallow Swan Tapir Tern Thrush Tortoise Turtle Vole Wagtail Warbler
    Waxwing Wombat Woodpecker Wren
""".split()

SUGGESTED_FIRST = """
    Acacia Almond Amber Apricot Ash Aspen Azure Bamboo Banyan Baobab Basil Birch Bronze Cardamom Cedar Cherry
    Cinnamon Clay Clover Cobalt Cocoa Copper Coral Cornflower Cypress Elder Fennel Fern Fig Flax Garnet Ginger
    Granite Hazel Heather Honey Indigo Ivory Jade Juniper Larch Lavender Lilac Lime Linden Linen Lotus Mango Maple
    Marble Mint Mustard Nutmeg Oak Ochre Olive Opal Orchid Papaya Paper Pearl Pewter Pine Plum Poppy Quartz Quince
    Rosemary Rowan Saffron Sage Sesame Slate Spruce Tamarind Thyme Topaz Tulip Turquoise Umber Vanilla Velvet Violet
    Walnut Willow Woollen Yarrow
""".split()

SUGGESTED_SECOND = """
    Acorn Alcove Anchor Apron Attic Balcony Basket Bay Beacon Bench Blanket Boat Bookshelf Bowl Breeze Brook Button
    Cabin Candle Canoe Canvas Cello Chorus Cloud Comet Compass Corner Cottage Courtyard Cove Cup Cushion Dawn Delta
    Doorstep Drum Dune Dusk Evening Fiddle Field Flute Fountain Garden Gate Glade Grove Harbour Harvest Hill Island
    Jetty Jumper Kettle Kite Lagoon Lake Lantern Lighthouse Loaf Loom Lullaby Map Meadow Melody Mitten Moon Morning
    Mosaic Notebook Orchard Parasol Path Pebble Pencil Piano Porch Prairie Puddle Quilt Raindrop Ribbon River Sail
    Sandal Satchel Scarf Shell Shore Snowfall Sofa Spoon Spring Star Stream Summer Teapot Terrace Tide Trail
    Twilight Umbrella Valley Veranda Village Violin Wave Window Winter
""".split()
