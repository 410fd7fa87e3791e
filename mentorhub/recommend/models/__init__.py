"""The tables of this room, cut by noun."""

from mentorhub.recommend.models.catalogue import (
    ContentFile,
    ImportUndo,
    Offer,
    OfferDate,
    OfferImport,
    OfferVersion,
    Withdrawal,
)
from mentorhub.recommend.models.exposure import ProviderShown, StepTaken
from mentorhub.recommend.models.funding import FundingVersion
from mentorhub.recommend.models.link import Link
from mentorhub.recommend.models.place import Place
from mentorhub.recommend.models.quality import JudgedQuery, QualityAnswer, QualityRun
from mentorhub.recommend.models.shared_index import IndexChunk, IndexGeneration, IndexPiece
from mentorhub.recommend.models.source import Source, SourceFetch, SourcePause
from mentorhub.recommend.models.upload import OfferMapping, OfferUpload
from mentorhub.recommend.models.visit import KeptTalk, SavedList, SavedOffer, Sealed, Visit
from mentorhub.recommend.models.word import EditorWord, WordTrial, WordVersion

__all__ = [
    "ContentFile",
    "EditorWord",
    "FundingVersion",
    "ImportUndo",
    "IndexChunk",
    "IndexGeneration",
    "IndexPiece",
    "JudgedQuery",
    "KeptTalk",
    "Link",
    "Offer",
    "OfferDate",
    "OfferImport",
    "OfferMapping",
    "OfferUpload",
    "OfferVersion",
    "Place",
    "ProviderShown",
    "QualityAnswer",
    "QualityRun",
    "SavedList",
    "SavedOffer",
    "Sealed",
    "Source",
    "SourceFetch",
    "SourcePause",
    "StepTaken",
    "Visit",
    "Withdrawal",
    "WordTrial",
    "WordVersion",
]
