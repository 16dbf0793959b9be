"""Bodies in the shapes Radarr, Sonarr and Lidarr send: every member they fill, with made-up values."""

from __future__ import annotations

from typing import Any

Body = dict[str, Any]

INCEPTION = "/movies/Inception (2010)/Inception (2010) Bluray-1080p.mkv"
RELEASE_GROUP = "1b022e01-4da6-387b-8658-8678046e4cef"
ARTIST = "5b11f4ce-a62d-471e-81fc-a69a8278c7da"


def radarr(event: str, **more: Any) -> Body:
    return {
        "movie": {
            "id": 7, "title": "Inception", "year": 2010, "releaseDate": "2010-12-07",
            "folderPath": "/movies/Inception (2010)", "tmdbId": 27205, "imdbId": "tt1375666",
            "overview": "Cobb steals secrets.", "genres": ["Action"], "tags": ["4k"],
            "originalLanguage": {"id": 1, "name": "English"},
        },
        "eventType": event, "instanceName": "Radarr", "applicationUrl": "", **more,
    }  # fmt: skip


def movie_file(path: str = INCEPTION, **more: Any) -> Body:
    return {
        "id": 70, "relativePath": path.rsplit("/", 1)[-1], "path": path, "quality": "Bluray-1080p",
        "qualityVersion": 1, "releaseGroup": "GROUP", "sceneName": "Inception.2010.1080p", "indexerFlags": "0",
        "size": 12_884_901_888, "dateAdded": "2026-03-01T11:58:00Z",
        "mediaInfo": {"audioChannels": 5.1, "audioCodec": "DTS", "height": 800, "width": 1920}, **more,
    }  # fmt: skip


def radarr_download(path: str = INCEPTION, *, old: str = "", **more: Any) -> Body:
    body = radarr(
        "Download",
        remoteMovie={"tmdbId": 27205, "imdbId": "tt1375666", "title": "Inception", "year": 2010},
        movieFile=movie_file(path), isUpgrade=bool(old), downloadClient="qBittorrent",
        downloadClientType="qBittorrent", downloadId="AB12", release={"releaseTitle": "Inception.2010.1080p"},
        customFormatInfo={"customFormats": [], "customFormatScore": 0}, **more,
    )  # fmt: skip
    if old:
        body["deletedFiles"] = [movie_file(old, recycleBinPath=None)]
    return body


def radarr_rename(before: str, after: str) -> Body:
    renamed = movie_file(after, previousPath=before, previousRelativePath=before.rsplit("/", 1)[-1])
    return radarr("Rename", renamedMovieFiles=[renamed])


def sonarr(event: str, **more: Any) -> Body:
    return {
        "series": {
            "id": 3, "title": "Game of Thrones", "titleSlug": "game-of-thrones", "path": "/tv/Game of Thrones",
            "tvdbId": 121361, "tvMazeId": 82, "tmdbId": 1399, "imdbId": "tt0944947", "type": "standard",
            "year": 2011, "genres": ["Drama"], "tags": [],
        },
        "eventType": event, "instanceName": "Sonarr", "applicationUrl": "", **more,
    }  # fmt: skip


def sonarr_download(**more: Any) -> Body:
    return sonarr(
        "Download",
        episodes=[{"id": 30, "episodeNumber": 1, "seasonNumber": 1, "title": "Winter Is Coming",
                   "airDate": "2011-04-17", "seriesId": 3, "tvdbId": 3254641}],
        episodeFile={"id": 300, "relativePath": "Season 01/S01E01.mkv",
                     "path": "/tv/Game of Thrones/Season 01/S01E01.mkv", "quality": "WEBDL-1080p"},
        isUpgrade=False, downloadClient="SABnzbd", downloadClientType="SABnzbd", downloadId="SABnzbd_nzo_1", **more,
    )  # fmt: skip


def lidarr(event: str, **more: Any) -> Body:
    return {
        "artist": {"id": 5, "name": "Miles Davis", "disambiguation": "", "path": "/music/Miles Davis",
                   "mbId": ARTIST, "type": "Person", "overview": "", "genres": ["Jazz"]},
        "eventType": event, "instanceName": "Lidarr", "applicationUrl": "", **more,
    }  # fmt: skip


def lidarr_download(*files: str, **more: Any) -> Body:
    files = files or ("/music/Miles Davis/Kind of Blue (1959)/01 So What.flac",)
    return lidarr(
        "Download",
        album={"id": 50, "mbId": RELEASE_GROUP, "title": "Kind of Blue", "disambiguation": "", "overview": "",
               "albumType": "Album", "secondaryAlbumTypes": [], "genres": [], "releaseDate": "1959-08-17T00:00:00Z"},
        tracks=[{"id": 1, "title": "So What", "trackNumber": "1", "quality": "FLAC"}],
        trackFiles=[{"id": number, "path": path, "quality": "FLAC"} for number, path in enumerate(files)],
        isUpgrade=False, downloadClient=None, downloadClientType=None, downloadId=None, **more,
    )  # fmt: skip


HEALTH: Body = {
    "level": "warning", "message": "Indexers unavailable due to failures", "type": "IndexerStatusCheck",
    "wikiUrl": "https://wiki.servarr.com/radarr/system", "eventType": "Health", "instanceName": "Radarr",
}  # fmt: skip
UPDATE: Body = {
    "message": "Radarr updated from 5.1 to 5.2", "previousVersion": "5.1", "newVersion": "5.2",
    "eventType": "ApplicationUpdate", "instanceName": "Radarr",
}  # fmt: skip
RADARR_TEST: Body = {
    "movie": {"id": 1, "title": "Test Title", "year": 1970, "releaseDate": "1970-01-01", "folderPath": "C:\\testpath",
              "tmdbId": 0, "tags": ["test-tag"]},
    "remoteMovie": {"tmdbId": 1234, "imdbId": "5678", "title": "Test title", "year": 1970},
    "release": {"quality": "Test Quality", "qualityVersion": 1, "releaseGroup": "Test Group", "size": 9999999},
    "eventType": "Test", "instanceName": "Radarr", "applicationUrl": "",
}  # fmt: skip
