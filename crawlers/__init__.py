"""From a Watch to the bytes its publisher gives: Scrapy spiders with good manners, and no idea of meaning."""
